// What ends a verification before it has begun: the file is no bundle, or this browser cannot read it.

export class Refusal extends Error {
  /** `code` is a key of words.js, `facts` what its sentence names. */
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}
