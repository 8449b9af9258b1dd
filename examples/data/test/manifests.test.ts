import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = path.join(import.meta.dirname, '..')
const dataFiles = readdirSync(folder).filter((name) => name.endsWith('.csv'))

function manifestOf(dataFile: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, dataFile.replace(/\.csv$/, '.json')), 'utf8'))
}

describe('data files', () => {
  it('are these', () => {
    expect(dataFiles).toEqual(['btctry-1m-synthetic.csv', 'sp500-daily.csv'])
  })

  it.each(dataFiles)('%s has the bytes its manifest says', (dataFile) => {
    const bytes = readFileSync(path.join(folder, dataFile))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifestOf(dataFile)['sha256'])
  })

  it.each(dataFiles)('%s has a whole manifest', (dataFile) => {
    expect(manifestOf(dataFile)).toEqual({
      id: dataFile.replace(/\.csv$/, ''),
      title: expect.stringMatching(/\w/),
      symbol: expect.stringMatching(/^[A-Z0-9]+$/),
      interval: expect.stringMatching(/^1[md]$/),
      source: expect.stringMatching(/\w/),
      licence: expect.stringMatching(/\w/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      synthetic: expect.any(Boolean),
    })
  })

  it.each(dataFiles)('%s and its checksum stand in the provenance note', (dataFile) => {
    const note = readFileSync(path.join(folder, 'PROVENANCE.md'), 'utf8')
    expect(note).toContain(dataFile)
    expect(existsSync(path.join(folder, dataFile))).toBe(true)
  })

  it('synthetic ones say so in id, title and source', () => {
    for (const manifest of dataFiles.map(manifestOf).filter((one) => one['synthetic'] === true)) {
      expect(manifest['id']).toContain('synthetic')
      expect(manifest['title']).toContain('(synthetic)')
      expect(manifest['source']).toContain('generated')
    }
  })
})

describe('sp500-daily.csv', () => {
  it('is the published file, to the byte', () => {
    const bytes = readFileSync(path.join(folder, 'sp500-daily.csv'))
    // Typed in again here, so that changing the file and its manifest together still fails.
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      '9409e9342d0657c747324e4cfabce8a8c7f663bc485b95a3378f36b0a160f8c8',
    )
  })
})
