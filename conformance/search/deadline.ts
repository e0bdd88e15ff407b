/** A moment by which a stage of the check must end. */
export interface Deadline {
  /** Milliseconds left; negative when it has passed. */
  readonly left: number;
  readonly passed: boolean;
}

/** A deadline so many milliseconds from now. */
export function deadlineIn(milliseconds: number): Deadline {
  const end = performance.now() + milliseconds;
  return {
    get left() {
      return end - performance.now();
    },
    get passed() {
      return performance.now() >= end;
    },
  };
}
