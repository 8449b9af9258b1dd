import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'

/** Reads a JSON file. */
export async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}

/** Puts a new version in the place of the old one, in one step; when this returns it survives a power cut. */
export async function writeJsonDurably(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.tmp`
  await withFile(await open(temporary, 'w', 0o600), async (handle) => {
    await handle.writeFile(`${JSON.stringify(value)}\n`)
    // Before the rename: a name must never point to bytes that a power cut can take back.
    await handle.sync()
  })
  await rename(temporary, file)
  // Windows cannot flush a folder: NTFS journals names itself.
  if (process.platform !== 'win32') await withFile(await open(path.dirname(file), 'r'), (folder) => folder.sync())
}

async function withFile(handle: FileHandle, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(handle)
  } finally {
    await handle.close()
  }
}
