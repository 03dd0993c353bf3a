import type { Catalog } from '@haidang/sdk';
import { applyTheme, languageOf, type ThemeMode } from '@haidang/sdk/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { keepSettings, readSettings, type Settings } from './settings.ts';

const modes: readonly ThemeMode[] = ['auto', 'dark', 'light'];
/** Languages that the shell itself speaks. */
const spoken: readonly string[] = ['vi', 'en'];

/** Theme and language: what the person chose on this machine, else what the centre wants, else the system's and Vietnamese. */
export class Look implements ReactiveController {
  theme: 'dark' | 'light' = 'dark';
  readonly #host: ReactiveControllerHost;
  #chosen: Settings = {};
  #centre: Pick<Catalog['ioc'], 'theme' | 'languages'> = { languages: ['vi'] };
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get mode(): ThemeMode {
    return this.#chosen.theme ?? this.#centre.theme?.mode ?? 'auto';
  }

  get locale(): string {
    const { locale } = this.#chosen;
    return locale !== undefined && spoken.includes(languageOf(locale)) ? locale : 'vi';
  }

  /** Languages that both the centre and the shell speak, Vietnamese always. */
  get languages(): readonly string[] {
    return spoken.filter((language) => language === 'vi' || this.#centre.languages.includes(language));
  }

  hostConnected(): void {
    this.#chosen = readSettings(storage());
    this.#apply();
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  /** Takes over what the centre wants where the person has not chosen. */
  follow(centre: Catalog['ioc']): void {
    if (this.#centre === centre) return;
    this.#centre = centre;
    this.#apply();
  }

  nextTheme(): void {
    const theme = modes[(modes.indexOf(this.mode) + 1) % modes.length] ?? 'auto';
    this.#choose({ ...this.#chosen, theme });
  }

  nextLanguage(): void {
    const { languages } = this;
    const locale = languages[(languages.indexOf(languageOf(this.locale)) + 1) % languages.length] ?? 'vi';
    this.#choose({ ...this.#chosen, locale });
  }

  #choose(settings: Settings): void {
    this.#chosen = settings;
    keepSettings(storage(), settings);
    this.#apply();
  }

  #apply(): void {
    this.#stop?.();
    this.#stop = applyTheme({
      document,
      mode: this.mode,
      onChange: (theme) => {
        this.theme = theme;
        this.#host.requestUpdate();
      },
    });
    document.documentElement.lang = this.locale;
    this.#host.requestUpdate();
  }
}

/** A browser may forbid even asking. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
