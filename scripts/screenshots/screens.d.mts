export interface Screen {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly isPhone?: true;
}
export interface Look {
  readonly screen: Screen;
  readonly theme: 'dark' | 'light';
  readonly language: 'vi' | 'en';
}
export const screens: readonly Screen[];
export const lookWords: readonly string[];
export function looks(words: readonly string[]): Look[];
