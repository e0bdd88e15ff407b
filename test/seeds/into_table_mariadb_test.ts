import { subject } from "../../examples/into_table/mariadb_subject.ts";
import { patient } from "../../examples/into_table/server_subject.ts";
import { tenSeeds, usual } from "./ten_seeds.ts";

tenSeeds(subject, { ...patient, ...usual });
