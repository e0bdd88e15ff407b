import { postgresFixtures, subject } from "../../examples/into_table/postgres_subject.ts";
import { patient, serverOf } from "../../examples/into_table/server_subject.ts";
import { tenSeeds, usual } from "./ten_seeds.ts";

const { skip } = serverOf(postgresFixtures);
tenSeeds(subject, { ...patient, ...usual, skip });
