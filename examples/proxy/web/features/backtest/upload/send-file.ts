import { ApiError, errorFromAnswer } from '../../../api/errors.ts'
import { PROXY_UNAVAILABLE, type Request } from '../../../api/request.ts'

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const away = (): ApiError =>
  new ApiError('unavailable', 'The upload broke off', 'The connection was lost; nothing was stored. Try again.', {
    type: PROXY_UNAVAILABLE,
  })

/**
 * A request that sends one file and reports its progress, which `fetch` cannot. Rejects with an ApiError, or
 * with the reason of the signal.
 */
export function fileRequest(file: File, mediaType: string, onShare: (share: number) => void): Request {
  return (path, { signal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const request = new XMLHttpRequest()
      const abort = (): void => request.abort()
      signal?.addEventListener('abort', abort, { once: true })
      request.open('POST', path)
      request.setRequestHeader('content-type', mediaType)
      request.setRequestHeader('accept', 'application/json')
      request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total === 0 ? 1 : loaded / total))
      request.addEventListener('abort', () => reject(signal?.reason ?? away()))
      request.addEventListener('error', () => reject(away()))
      request.addEventListener('load', () => {
        const body = readJson(request.responseText)
        if (request.status >= 200 && request.status < 300) resolve(body)
        else reject(errorFromAnswer(request.status, request.getResponseHeader('retry-after'), body))
      })
      request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
      request.send(file)
    })
}
