export const notASubject = 1;
