import { mariadbFixtures, subject } from "../../examples/into_table/mariadb_subject.ts";
import { patient, serverOf } from "../../examples/into_table/server_subject.ts";
import { tenSeeds, usual } from "./ten_seeds.ts";

const { skip } = serverOf(mariadbFixtures);
tenSeeds(subject, { ...patient, ...usual, skip });
