import { css } from 'lit';

/** Design tokens: two themes, one scale. Elements read them and nothing else; they reach into shadow roots by inheritance. */
export const tokens = css`
  :root {
    --ioc-font-ui: 'IBM Plex Sans Variable', 'IBM Plex Sans', 'Noto Sans', 'Segoe UI', system-ui, sans-serif;
    --ioc-font-mono: 'IBM Plex Mono', 'Noto Sans Mono', ui-monospace, monospace;
    /* A wall sets the scale from viewing distance and pixel pitch. */
    --ioc-scale: 1;
    --ioc-fs-1: calc(12px * var(--ioc-scale));
    --ioc-fs-2: calc(13px * var(--ioc-scale));
    --ioc-fs-3: calc(14px * var(--ioc-scale));
    --ioc-fs-4: calc(16px * var(--ioc-scale));
    --ioc-fs-5: calc(20px * var(--ioc-scale));
    --ioc-fs-6: calc(28px * var(--ioc-scale));
    --ioc-fs-7: calc(40px * var(--ioc-scale));
    --ioc-fs-8: calc(56px * var(--ioc-scale));
    /* Stacked Vietnamese marks need at least 1.27; digits is for boxes that hold digits only. */
    --ioc-lh-label: 1.3;
    --ioc-lh-title: 1.35;
    --ioc-lh-body: 1.5;
    --ioc-lh-digits: 1;
    --ioc-fw-regular: 400;
    --ioc-fw-medium: 500;
    --ioc-fw-strong: 600;
    --ioc-s-1: calc(2px * var(--ioc-scale));
    --ioc-s-2: calc(4px * var(--ioc-scale));
    --ioc-s-3: calc(8px * var(--ioc-scale));
    --ioc-s-4: calc(12px * var(--ioc-scale));
    --ioc-s-5: calc(16px * var(--ioc-scale));
    --ioc-s-6: calc(24px * var(--ioc-scale));
    --ioc-s-7: calc(32px * var(--ioc-scale));
    --ioc-s-8: calc(48px * var(--ioc-scale));
    --ioc-r-1: 2px;
    --ioc-r-2: 4px;
    --ioc-r-3: 8px;
    --ioc-line: 1px;
    --ioc-focus-w: 3px;
    --ioc-t-fast: 120ms;
    --ioc-t-mid: 200ms;
    --ioc-t-slow: 320ms;
    --ioc-ease: cubic-bezier(0.2, 0, 0, 1);
    /* 44px on a phone, 48px on a touch wall. */
    --ioc-target: 32px;
  }
  [data-theme='dark'] {
    color-scheme: dark;
    --ioc-bg: #0f1518;
    --ioc-surface: #172025;
    --ioc-raised: #1f2a30;
    --ioc-sunken: #0b1012;
    --ioc-text: #e6edf0;
    --ioc-text-2: #a9b8bf;
    --ioc-text-3: #8a9ba3;
    --ioc-line-1: #2a363c;
    --ioc-line-2: #6a7c85;
    --ioc-accent: #7fb3fd;
    --ioc-on-accent: #0f1518;
    --ioc-focus: #ffd23f;
    --ioc-select: #1d3550;
    --ioc-st-critical: #ea6a66;
    --ioc-st-high: #f8ab4f;
    --ioc-st-caution: #fdf062;
    --ioc-st-info: #4a9dea;
    --ioc-st-done: #61e4cd;
    --ioc-st-normal: #a9b8bf;
    --ioc-on-st: #0f1518;
    --ioc-st-edge: transparent;
    --ioc-c-1: #7fb3fd;
    --ioc-c-2: #88edda;
    --ioc-c-3: #9d60c6;
    --ioc-c-4: #ea84bc;
    --ioc-c-5: #d7b98b;
    --ioc-c-6: #649c66;
    --ioc-c-plan: #6a7c85;
    --ioc-c-prev: #52636b;
    --ioc-q-1: #1c2b3c;
    --ioc-q-2: #25415f;
    --ioc-q-3: #305a86;
    --ioc-q-4: #4478b0;
    --ioc-q-5: #6596d3;
    --ioc-q-6: #94b8ea;
    --ioc-q-7: #cbddf8;
    --ioc-hatch: rgba(169, 184, 191, 0.28);
    --ioc-map-edge: #0f1518;
  }
  [data-theme='light'] {
    color-scheme: light;
    --ioc-bg: #f2f4f5;
    --ioc-surface: #ffffff;
    --ioc-raised: #ffffff;
    --ioc-sunken: #e8ecee;
    --ioc-text: #152127;
    --ioc-text-2: #44545c;
    --ioc-text-3: #5a6a73;
    --ioc-line-1: #d5dcdf;
    --ioc-line-2: #74848c;
    --ioc-accent: #1b57b5;
    --ioc-on-accent: #ffffff;
    --ioc-focus: #1b57b5;
    --ioc-select: #e3edfb;
    --ioc-st-critical: #971b1a;
    --ioc-st-high: #da7306;
    --ioc-st-caution: #fced3f;
    --ioc-st-info: #2f5da0;
    --ioc-st-done: #40d9c1;
    --ioc-st-normal: #44545c;
    --ioc-on-st: #152127;
    --ioc-st-edge: #152127;
    --ioc-c-1: #3c61a7;
    --ioc-c-2: #14938d;
    --ioc-c-3: #591a92;
    --ioc-c-4: #833562;
    --ioc-c-5: #826b3d;
    --ioc-c-6: #18421c;
    --ioc-c-plan: #7b8b93;
    --ioc-c-prev: #a9b5ba;
    --ioc-q-1: #eef4fc;
    --ioc-q-2: #d2e2f6;
    --ioc-q-3: #a9c6ec;
    --ioc-q-4: #7aa4db;
    --ioc-q-5: #4c80c2;
    --ioc-q-6: #2a5c9f;
    --ioc-q-7: #123b72;
    --ioc-hatch: rgba(68, 84, 92, 0.22);
    --ioc-map-edge: #74848c;
  }
  @media (prefers-reduced-motion: reduce) {
    :root {
      --ioc-t-fast: 0ms;
      --ioc-t-mid: 0ms;
      --ioc-t-slow: 0ms;
    }
  }
  @media (forced-colors: active) {
    :root {
      --ioc-line: 2px;
    }
  }
`;
