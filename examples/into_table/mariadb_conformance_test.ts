import { conformance } from "@watertight/sinks/conformance";
import { keyedSubject, mariadbFixtures, subject } from "./mariadb_subject.ts";
import { patient, serverOf } from "./server_subject.ts";

const { skip } = serverOf(mariadbFixtures);
conformance(subject, { ...patient, skip });
conformance(keyedSubject, { ...patient, skip });
