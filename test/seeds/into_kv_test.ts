import { subject } from "../../examples/into_kv/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

tenSeeds(subject);
