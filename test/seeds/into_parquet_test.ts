import { subject } from "../../examples/into_parquet/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

tenSeeds(subject);
