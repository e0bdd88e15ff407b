import { subjects } from "../../examples/into_jsonl/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

for (const each of [subjects[0]!, subjects.at(-1)!]) tenSeeds(each);
