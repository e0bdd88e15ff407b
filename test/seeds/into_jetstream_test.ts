import { skip, subject } from "../../examples/into_jetstream/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

tenSeeds(subject, { skip });
