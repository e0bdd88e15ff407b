import { subject } from "../../examples/into_table/postgres_subject.ts";
import { patient } from "../../examples/into_table/server_subject.ts";
import { tenSeeds, usual } from "./ten_seeds.ts";

tenSeeds(subject, { ...patient, ...usual });
