/** A word beside the pointer: name and figure of the unit below it. What it says stands in the list too, so it is not spoken. */
export class Tip {
  #box: HTMLElement | undefined;

  readonly mount = (box: Element | undefined): void => {
    this.#box = box instanceof HTMLElement ? box : undefined;
  };

  show({ name, words }: { name: string; words: string }, [x, y]: readonly [number, number], width: number): void {
    const box = this.#box;
    if (!box) return;
    const [first, second] = [box.firstElementChild, box.lastElementChild];
    if (first) first.textContent = name;
    if (second) second.textContent = words;
    box.style.setProperty('--x', `${x}px`);
    box.style.setProperty('--y', `${y + 16}px`);
    box.style.setProperty('--shift', x > width / 2 ? '-100%' : '0');
    box.hidden = false;
  }

  hide(): void {
    if (this.#box) this.#box.hidden = true;
  }
}
