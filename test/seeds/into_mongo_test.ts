import { options, skip, subject } from "../../examples/into_mongo/subject.ts";
import { tenSeeds, usual } from "./ten_seeds.ts";

tenSeeds(subject, { ...options, ...usual, skip });
