import type { PageTexts } from './en.ts'

/** Malay. */
export const ms: PageTexts = {
  thanksTitle: 'Terima kasih',
  thanksText: 'Kami telah menerima mesej anda.',
  mendTitle: 'Sila semak jawapan anda',
  mendText: 'Belum ada yang dihantar. Yang berikut perlu dilihat semula:',
  failedTitle: 'Tidak berjaya',
  send: 'Hantar',
  required: 'wajib',
  choose: 'Pilih…',
}
