/** Why the changes of a dataset cannot be made; sentences for who runs the centre. */
export class ReshapeFault extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.faults = faults;
  }
}
