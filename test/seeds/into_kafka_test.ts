import { skip, subject } from "../../examples/into_kafka/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

tenSeeds(subject, { skip });
