import { keyedSubject, subject } from "../../examples/into_table/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

const options = { strict: true, timeLimit: 60_000 };
tenSeeds(subject, options);
tenSeeds(keyedSubject, options);
