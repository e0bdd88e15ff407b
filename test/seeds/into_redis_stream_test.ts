import { skip, subject } from "../../examples/into_redis_stream/subject.ts";
import { tenSeeds } from "./ten_seeds.ts";

tenSeeds(subject, { skip });
