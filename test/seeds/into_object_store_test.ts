import { options, skip, subject } from "../../examples/into_object_store/subject.ts";
import { tenSeeds, usual } from "./ten_seeds.ts";

tenSeeds(subject, { ...options, ...usual, skip });
