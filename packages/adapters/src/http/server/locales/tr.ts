import type { PageTexts } from './en.ts'

/** Turkish. */
export const tr: PageTexts = {
  thanksTitle: 'Teşekkürler',
  thanksText: 'Mesajınızı aldık.',
  mendTitle: 'Yanıtlarınızı gözden geçirin',
  mendText: 'Henüz hiçbir şey gönderilmedi. Şunlara yeniden bakın:',
  failedTitle: 'Bu olmadı',
  send: 'Gönder',
  required: 'zorunlu',
  choose: 'Seçin…',
}
