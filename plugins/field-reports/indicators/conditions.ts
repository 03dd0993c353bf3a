/** Open states whose clock runs. */
export const running = ['submitted', 'held', 'assigned', 'in_progress', 'scheduled', 'returned', 'reopened'] as const;

/** Open states whose clock rests: the reporter is asked, the answer is reviewed, or emergency services have it, who count minutes. */
const resting = ['info_requested', 'answered', 'emergency'] as const;

/** States in which somebody still has to work. */
export const unfinished = [...running, ...resting] as const;

/** Reports that count: not refused, not withdrawn, and of several on one matter only the first. */
export const counted = `status not in ${list('rejected', 'withdrawn', 'duplicate')}`;

/** Reports that somebody still has to work on. */
export const isOpen = `status in ${list(...unfinished)}`;

/** Reports that can become overdue. */
export const isRunning = `status in ${list(...running)}`;

/** Rules that all figures of this plugin are counted under. */
export const basis = {
  regime: 'operational',
  legal: 'Quy chế tiếp nhận, xử lý phản ánh hiện trường của địa phương (do UBND cấp tỉnh ban hành)',
} as const;

function list(...states: readonly string[]): string {
  return `[${states.map((state) => `'${state}'`).join(',')}]`;
}
