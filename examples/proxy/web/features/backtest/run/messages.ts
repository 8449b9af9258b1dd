import type { RunStatus } from '../../../api/documents.ts'
import { defineMessages } from '../../../i18n/messages.ts'

const STATUS_EN: Readonly<Record<RunStatus, string>> = {
  queued: 'Queued',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}
const STATUS_TR: Readonly<Record<RunStatus, string>> = {
  queued: 'Sırada',
  running: 'Çalışıyor',
  done: 'Bitti',
  failed: 'Başarısız',
  cancelled: 'İptal edildi',
}

export const runMessages = defineMessages(
  {
    status: STATUS_EN,
    progress: 'Progress of the run',
    asking: 'Asking the executor to start it',
    processed: (share: string) => `${share} of the candles processed`,
    working: 'The engine is working on it',
    waiting: 'Waiting for a free worker',
    behind: (count: number) => (count === 1 ? 'Queued behind 1 other run' : `Queued behind ${count} other runs`),
    readingResult: 'Reading the result',
    askingAgain: (title: string, message: string, wait: string) => `${title}. ${message} Asking again in ${wait}.`,
    cancel: 'Cancel run',
    cancelling: 'Cancelling …',
    equitySoFar: (money: string) => `Equity so far: ${money}`,
    equityWaits: 'The equity curve is drawn here while the run goes on',
    cancelledTitle: 'The run was cancelled',
    cancelledText: 'Its inputs are in the form: change them or start it again when you want it.',
    failedTitle: 'The run failed',
    failedText: 'The executor gives no reason; its log does.',
    startAgainIn: (wait: string) => `You can start again in ${wait}.`,
    runAgain: 'Run again',
    starting: 'Starting the backtest',
    said: (status: string) => `Backtest: ${status}`,
    saidDone: (count: string) => `Backtest done: ${count} trades`,
    welcomeTitle: 'No run yet',
    welcomeText:
      'The form is filled in with a run that works: a strategy, a dataset, and costs. Press “Run backtest”, and this side shows what it would have earned, how deep it fell on the way, every fill on the candles, and every assumption behind the numbers.',
    welcomeNote:
      'Signals act at the next candle’s open, fees are paid on each fill, and nothing here sends an order to an exchange.',
    toHistory: 'All runs',
  },
  {
    status: STATUS_TR,
    progress: 'Çalışmanın ilerleyişi',
    asking: 'Yürütücüden başlatması isteniyor',
    processed: (share) => `Mumların ${share} kadarı işlendi`,
    working: 'Motor üzerinde çalışıyor',
    waiting: 'Boş bir işçi bekleniyor',
    behind: (count) => `Sırada önünde ${count} çalışma var`,
    readingResult: 'Sonuç okunuyor',
    askingAgain: (title, message, wait) => `${title}. ${message} ${wait} sonra yeniden sorulacak.`,
    cancel: 'Çalışmayı iptal et',
    cancelling: 'İptal ediliyor …',
    equitySoFar: (money) => `Şu ana kadarki özvarlık: ${money}`,
    equityWaits: 'Çalışma sürerken özvarlık eğrisi burada çizilir',
    cancelledTitle: 'Çalışma iptal edildi',
    cancelledText: 'Girdileri formda duruyor: değiştirin ya da istediğinizde yeniden başlatın.',
    failedTitle: 'Çalışma başarısız oldu',
    failedText: 'Yürütücü bir neden belirtmedi; günlüğünde yazıyor.',
    startAgainIn: (wait) => `${wait} sonra yeniden başlatabilirsiniz.`,
    runAgain: 'Yeniden çalıştır',
    starting: 'Geriye dönük test başlatılıyor',
    said: (status) => `Geriye dönük test: ${status}`,
    saidDone: (count) => `Geriye dönük test bitti: ${count} işlem`,
    welcomeTitle: 'Henüz bir çalışma yok',
    welcomeText:
      'Form, çalışan bir örnekle dolu: bir strateji, bir veri kümesi ve maliyetler. “Testi çalıştır” düğmesine basın; bu taraf ne kazandıracağını, yolda ne kadar düştüğünü, mumların üzerinde her gerçekleşmeyi ve sayıların ardındaki her varsayımı gösterir.',
    welcomeNote:
      'Sinyaller bir sonraki mumun açılışında işleme dönüşür, her gerçekleşmede komisyon ödenir ve buradan borsaya hiçbir emir gönderilmez.',
    toHistory: 'Tüm çalışmalar',
  },
)
