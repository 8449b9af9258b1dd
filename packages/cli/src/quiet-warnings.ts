import process from 'node:process'

const EXPECTED = [/type stripping/i, /^Module type of /, /^Failed to load the ES module/]

/**
 * Keeps Node from warning about what is meant to happen here, a strategy that is TypeScript or stands in a folder without
 * a module type, and about what is reported in our own words, a module that does not load. All other warnings pass.
 */
export function quietExpectedWarnings(): void {
  const printers = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (EXPECTED.some((pattern) => pattern.test(warning.message))) return
    for (const print of printers) print(warning)
  })
}
