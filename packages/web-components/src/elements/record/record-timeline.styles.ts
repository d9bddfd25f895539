import { css } from '../../base/index.ts'

/** What happened, what is written down now, and what belongs to the record. */
export const timelineStyles = css`
  .timeline {
    display: grid;
    gap: 4px;
    align-content: start;
  }
  .composer {
    padding: 10px 12px;
    gap: 8px;
  }
  .composer .words {
    border-color: var(--_edge);
  }
  .composer .inline {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
    font-weight: 400;
    color: var(--_muted);
  }
  .composer .inline input {
    inline-size: auto;
  }
  .composer .outcome {
    flex: 1;
    inline-size: 8rem;
  }
  .day {
    padding: 12px 2px 2px;
    font-size: var(--_text-xs);
    color: var(--_muted);
  }
  .day::first-letter,
  .related time::first-letter {
    text-transform: uppercase;
  }
  .timeline ol {
    position: relative;
  }
  .entry {
    position: relative;
    display: flex;
    gap: 10px;
    padding: 7px 2px;
  }
  .entry:not(:last-child)::before {
    content: '';
    position: absolute;
    inset: 30px auto -4px 14px;
    inline-size: 1px;
    background: var(--_line);
  }
  .picture {
    flex: none;
    inline-size: 26px;
    block-size: 26px;
    padding: 5px;
    border-radius: 50%;
    color: var(--_muted);
    background: var(--_surface);
    border: 1px solid var(--_line);
  }
  .activity .picture,
  .message .picture,
  .submission .picture {
    color: var(--_accent);
    background: var(--_accent-soft);
    border-color: transparent;
  }
  .what {
    flex: 1;
    min-inline-size: 0;
    padding-block-start: 2px;
    overflow-wrap: anywhere;
  }
  .what > p {
    font-size: var(--_text-sm);
  }
  .change .what > p {
    color: var(--_muted);
  }
  .what > b {
    font-weight: 580;
  }
  .what > b.done {
    font-weight: 500;
  }
  .entry time {
    flex: none;
    font-size: var(--_text-xs);
    line-height: 26px;
    color: var(--_muted);
  }
  blockquote {
    margin: 4px 0 0;
    padding: 7px 11px;
    border-radius: 8px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    white-space: pre-line;
    inline-size: fit-content;
    max-inline-size: 100%;
  }
  .undo {
    padding: 0 6px;
    min-block-size: 20px;
    text-decoration: underline;
  }
  .explain {
    padding: 0 6px;
    min-block-size: 20px;
    color: var(--_accent);
  }
  .pairs {
    margin-block-start: 4px;
    display: grid;
    gap: 2px;
  }
  .pairs div {
    display: grid;
    grid-template-columns: minmax(5rem, 8rem) 1fr;
    gap: 8px;
    font-size: var(--_text-sm);
  }
  .pairs dt {
    font-size: inherit;
  }
  s {
    color: var(--_muted);
  }
  .related {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    align-content: start;
  }
  .related header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 36px;
    padding: 4px 6px 2px 14px;
  }
  .related header small {
    padding-inline-end: 8px;
  }
  .related li {
    padding: 6px 14px;
    border-block-start: 1px solid var(--_line);
  }
  .related li small,
  .task small {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .related .consent small,
  .related .task small {
    white-space: normal;
  }
  .related li > a,
  .name {
    font-weight: 560;
    color: var(--_text);
  }
  .name {
    padding: 0;
    min-block-size: 0;
  }
  .related p {
    padding: 0 14px 12px;
  }
  .task {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: start;
    gap: 0 10px;
  }
  .task small {
    grid-column: 2 / -1;
  }
  .task span {
    overflow-wrap: anywhere;
  }
  .task time {
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .task .bad {
    color: var(--_bad);
    font-weight: 560;
  }
  .task input {
    margin-block-start: 2px;
    inline-size: 18px;
    min-block-size: 18px;
  }
  .consent blockquote {
    margin-block: 4px;
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .pill.good {
    color: var(--_good);
    border-color: currentColor;
    background: none;
  }
  @media (hover: none) {
    .undo {
      opacity: 1;
    }
  }
`
