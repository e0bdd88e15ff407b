import { subject } from "../../examples/into_kv/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

tenSeeds(subject, { strict: true, timeLimit: 60_000 });
