/** An object whose value is no member: a copy of its members would be an empty shell. */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  toJSON(): unknown {
    return this.#value;
  }
}
