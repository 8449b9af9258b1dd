import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readDatasetFolder } from '../../src/index.ts'
import { waves, writeDataset } from '../fixtures/workbench.ts'

describe('readDatasetFolder', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tezgah-datasets-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('finds each manifest with its CSV file, in the order of the ids', async () => {
    await writeDataset(folder, 'b', waves(3))
    await writeDataset(folder, 'a', waves(2))
    await writeFile(path.join(folder, 'package.json'), '{}')
    await writeFile(path.join(folder, 'notes.csv'), 'not described')
    const datasets = await readDatasetFolder(folder)
    expect([...datasets.keys()]).toEqual(['a', 'b'])
    expect(datasets.get('a')).toMatchObject({
      symbol: 'WAVE',
      file: path.join(folder, 'a.csv'),
      bytes: waves(2).length,
    })
  })

  it('has no dataset that an object would inherit', async () => {
    await writeDataset(folder, 'a', waves(2))
    const datasets = await readDatasetFolder(folder)
    expect(datasets.get('__proto__') ?? datasets.get('constructor')).toBeUndefined()
  })

  it.each([
    [{ id: 'other' }, /id must be "a" like the file, received "other"/],
    [{ id: '../a' }, /id: must be 1 to 64 of a-z/],
    [{ sha256: 'ABC' }, /sha256: must be 64 hexadecimal digits/],
    [{ interval: 'daily' }, /interval: must be a number and a unit/],
    [{ synthetic: 'no' }, /synthetic: /],
    [{ licence: undefined, title: '' }, /title: .*; licence: /],
  ])('refuses a manifest with %j and names the file and the field', async (changes, message) => {
    await writeDataset(folder, 'a', waves(2), changes)
    await expect(readDatasetFolder(folder)).rejects.toMatchObject({
      code: 'invalid_dataset',
      message: expect.stringMatching(new RegExp(`a\\.json .*${message.source}`)),
    })
  })

  it('refuses a manifest that is not JSON, or has no CSV file', async () => {
    await writeFile(path.join(folder, 'a.json'), '{')
    await expect(readDatasetFolder(folder)).rejects.toThrow(/a\.json is not JSON/)
    await writeDataset(folder, 'a', waves(2))
    await rm(path.join(folder, 'a.csv'))
    await expect(readDatasetFolder(folder)).rejects.toThrow(
      /a\.json describes a\.csv or a\.parquet, which does not exist/,
    )
  })

  it('takes what a manifest says about the span, and refuses two files for one id', async () => {
    const gaps = { count: 1, missing: 2, first: [{ from: 0, to: 120_000, missing: 2 }] }
    await writeDataset(folder, 'a', waves(2), { from: 1, to: 2, candles: 2, gaps })
    expect((await readDatasetFolder(folder)).get('a')).toMatchObject({ from: 1, to: 2, candles: 2, gaps })
    await writeFile(path.join(folder, 'a.parquet'), '')
    await expect(readDatasetFolder(folder)).rejects.toThrow(/describes both .*a\.csv and .*a\.parquet/)
  })

  it('refuses files and folders beyond their limits', async () => {
    await writeDataset(folder, 'a', waves(20))
    await writeDataset(folder, 'b', waves(2))
    await expect(readDatasetFolder(folder, { maxFileBytes: 100 })).rejects.toThrow(
      /a\.csv must have at most 100 bytes, received \d+/,
    )
    await expect(readDatasetFolder(folder, { maxDatasets: 1 })).rejects.toThrow(
      /must have at most 1 datasets, received 2/,
    )
    await writeFile(path.join(folder, 'c.json'), ' '.repeat(70_000))
    await expect(readDatasetFolder(folder)).rejects.toThrow(/c\.json must have at most 65536 bytes, received 70000/)
  })
})
