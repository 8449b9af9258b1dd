import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { defineWords } from '../i18n/words.ts'
import { Button } from './button.tsx'

const words = defineWords(
  { copied: 'Copied', failed: 'Copying is not allowed here' },
  { copied: 'Kopyalandı', failed: 'Burada kopyalamaya izin yok' },
)

/** Puts a text on the clipboard and says whether it is there. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }): JSX.Element {
  const { announcer } = useDesk()
  const { copied, failed } = useWords(words)
  const [shown, show] = useState<'label' | 'copied'>('label')
  const copy = (): void => {
    navigator.clipboard.writeText(text()).then(
      () => {
        show('copied')
        announcer.say(copied)
      },
      () => announcer.show(failed, 'bad'),
    )
  }
  return <Button onClick={copy}>{shown === 'copied' ? copied : label}</Button>
}
