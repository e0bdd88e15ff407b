import { conformance } from "@watertight/sinks/conformance";
import { keyedSubject, postgresFixtures, subject } from "./postgres_subject.ts";
import { patient, serverOf } from "./server_subject.ts";

const { skip } = serverOf(postgresFixtures);
conformance(subject, { ...patient, skip });
conformance(keyedSubject, { ...patient, skip });
