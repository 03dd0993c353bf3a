// Reports that nobody made: the same number always gives the same row.

/** @typedef {{ readonly key: string, readonly level: string, readonly point?: readonly [number, number] }} Unit */
/** @typedef {{ readonly [field: string]: unknown }} Row */

const channels = ['mobile_app', 'web', 'hotline_1022', 'zalo', 'counter', 'camera_ai', 'field_officer', 'other'];
const severities = ['normal', 'normal', 'normal', 'urgent', 'complex'];
const statuses = ['submitted', 'assigned', 'in_progress', 'scheduled', 'resolved', 'resolved', 'closed_no_action', 'rejected'];
const subjects = [
  'Đèn đường không sáng',
  'Rác tồn đọng',
  'Ổ gà trên mặt đường',
  'Cây xanh ngã đổ',
  'Nước thải tràn',
  'Lấn chiếm vỉa hè',
  'Mất nước',
];
const places = ['trước chợ', 'gần trường học', 'cạnh bến xe', 'đầu hẻm', 'ven sông', 'khu dân cư', 'sau công viên'];
const sentences = [
  'Tình trạng kéo dài nhiều ngày, bà con đi lại khó khăn.',
  'Đề nghị cơ quan chức năng kiểm tra và xử lý sớm.',
  'Đã phản ánh một lần nhưng chưa thấy khắc phục.',
  'Có nguy cơ gây tai nạn vào ban đêm.',
  'Kèm theo mùi hôi, ảnh hưởng đến trẻ nhỏ và người già.',
];

const hour = 3_600_000;
/** Reports come in the two years after it. */
const start = Date.UTC(2024, 6, 1);

/** Numbers in [0, 1) that follow from a seed (mulberry32).
 * @param {number} seed */
function randomOf(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The report of each number, within these units and lists. A higher `version` is the same record after more work on it.
 * @param {{ units: readonly Unit[], categories: readonly string[], agencies: readonly string[] }} world
 * @returns {(number: number, version?: number) => Row} */
export function reportsIn({ units, categories, agencies }) {
  const wards = units.filter(({ level, point }) => level === 'ward' && point);
  return (number, version = 0) => {
    const random = randomOf(number);
    /** @template T @param {readonly T[]} list @returns {T} */
    const pick = (list) => /** @type {T} */ (list[Math.floor(random() * list.length)]);
    const ward = pick(wards);
    const [longitude = 0, latitude = 0] = ward.point ?? [];
    const reported = start + Math.floor(random() * 730 * 24) * hour + Math.floor(random() * hour);
    const due = reported + 72 * hour;
    const closed = reported + Math.floor(random() * 120 * hour);
    const status = version === 0 ? pick(statuses) : 'resolved';
    const isClosed = status === 'resolved' || status === 'closed_no_action';
    const instant = (/** @type {number} */ ms) => new Date(ms).toISOString();
    const place = pick(places);
    return {
      report_code: `BENCH-${String(number).padStart(8, '0')}`,
      channel: pick(channels),
      title: `${pick(subjects)} ${place}`,
      description: `${pick(sentences)} ${pick(sentences)}`,
      category_code: pick(categories),
      severity_level: pick(severities),
      ...(random() < 0.95 && { location: { type: 'Point', coordinates: [jitter(longitude, random), jitter(latitude, random)] } }),
      ward: ward.key,
      address_text: `${1 + Math.floor(random() * 300)} ${place}`,
      lead_agency: pick(agencies),
      reported_at: instant(reported),
      accepted_at: instant(reported + Math.floor(random() * 8 * hour)),
      original_due_at: instant(due),
      due_at: instant(due + version * 24 * hour),
      status,
      ...(isClosed && { answered_at: instant(closed), closed_at: instant(closed), resolution_type: 'fixed' }),
      is_public: random() < 0.8,
    };
  };
}

/** A place within about a kilometre.
 * @param {number} degrees @param {() => number} random */
function jitter(degrees, random) {
  return Math.round((degrees + (random() - 0.5) * 0.02) * 1e6) / 1e6;
}
