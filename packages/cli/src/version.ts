import { readFileSync } from 'node:fs'

/** This package's version, read from its manifest, which stands one folder up from the sources and from the build. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return String(version)
}
