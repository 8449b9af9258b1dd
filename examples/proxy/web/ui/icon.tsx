import type { JSX } from 'preact'

const PATHS = {
  home: 'M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1z',
  backtest: 'M3 17h14M5.5 13.5v-3M5.5 8V6M10 15V5M14.5 11V8M14.5 6V4M4.5 8h2v2.5h-2zM9 7h2v5H9zM13.5 6h2v2h-2z',
  guardrails: 'M10 2.8 4 5v4.6c0 3.6 2.4 6.2 6 7.6 3.600-1.400 6-4 6-7.600V5zM7.300 10l2 2 3.600-3.800',
  audit: 'M5 3h7l3 3v11H5zM8 9h4M8 12h4M8 6h1.500',
  auto: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 1 1 0 14',
  light:
    'M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  dark: 'M16 11.800A6.500 6.500 0 0 1 8.200 4a6.500 6.500 0 1 0 7.800 7.800z',
  person: 'M10 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM4 17c.4-3.300 2.900-5 6-5s5.600 1.700 6 5',
  close: 'M5 5l10 10M15 5 5 15',
  outside: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
} as const

export type IconName = keyof typeof PATHS

/** A mark beside a word that says the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" data-name={name} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
