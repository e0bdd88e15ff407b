import { subjects } from "../../examples/into_jsonl/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

// The one with everything: what the others lack is less to go wrong.
tenSeeds(subjects.at(-1)!);
