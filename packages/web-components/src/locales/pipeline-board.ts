import type { Texts } from './en.ts'

type Board = Texts['pipelineBoard']
const nb = (): Promise<Board> => import('./nb/pipeline-board.ts').then((file) => file.pipelineBoard)

/** Texts of `kith-pipeline-board`, by language. */
export const pipelineBoardTexts = {
  en: (): Promise<Board> => import('./en/pipeline-board.ts').then((file) => file.pipelineBoard),
  nb,
  nn: nb,
  no: nb,
}
