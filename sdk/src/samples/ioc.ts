// The centre of a place: which plugins, and its own figures where they differ.
import type { Ioc } from '../documents.ts';

export const ioc = {
  alerts: {
    'cameras/ca_tamper': {
      off: true,
    },
    'health/he_epidemic_threshold': {
      notify: ['leader'],
      repeat: 'P1D',
    },
  },
  clocks: {
    'field-reports/report.handling': {
      limits: [
        {
          where: {
            severity_level: 'urgent',
          },
          within: {
            working: 'PT2H',
          },
        },
        {
          within: {
            working: 'P2D',
          },
        },
      ],
    },
  },
  format: 1,
  home: 'pg_h0m3t0an',
  indicators: {
    'field-reports/on_time_rate': {
      levels: {
        amber: '>=80',
        green: '>=92',
      },
    },
  },
  kind: 'ioc',
  languages: ['vi', 'en'],
  month: '25T12:00',
  plugins: {
    cameras: '^1.0.0',
    'field-reports': '^1.0.0',
    health: '^1.0.0',
  },
  theme: {
    accent: '#0b6bcb',
    mode: 'auto',
  },
  title: {
    en: 'Phan Thiết Operations Centre',
    vi: 'Trung tâm điều hành Phan Thiết',
  },
  unit: '22945@2025-07-01',
} as const satisfies Ioc;
