import type { ErrorCode, ErrorDetails } from './errors.ts';

type Texts = { readonly [code in ErrorCode]: string };

const vi: Texts = {
  'bad-request': 'Yêu cầu không hợp lệ.',
  'validation-failed': 'Dữ liệu không hợp lệ.',
  'unknown-dataset': 'Không có tập dữ liệu hoặc chỉ tiêu này.',
  'unknown-field': 'Không có trường này.',
  'bad-formula': 'Công thức không hợp lệ.',
  'unit-version-missing': 'Mã đơn vị hành chính thiếu phiên bản (mã@ngày).',
  'unknown-unit': 'Không có đơn vị hành chính này.',
  'bad-file': 'Tệp không đọc được.',
  'not-signed-in': 'Bạn chưa đăng nhập.',
  'token-missing': 'Thiếu mã truy cập.',
  'token-expired': 'Mã truy cập đã hết hạn.',
  'token-rejected': 'Mã truy cập không được chấp nhận.',
  forbidden: 'Bạn không có quyền làm việc này.',
  'origin-not-allowed': 'Trang gọi đến không được phép.',
  'grant-revoked': 'Quyền nhúng đã bị thu hồi.',
  'needs-approval': 'Việc này cần được duyệt.',
  'not-found': 'Không tìm thấy.',
  'method-not-allowed': 'Phương thức không được dùng ở địa chỉ này.',
  'stale-revision': 'Có người đã sửa trước bạn. Hãy tải bản mới.',
  'transition-refused': 'Không thể chuyển sang trạng thái này.',
  'already-exists': 'Đã có rồi.',
  'idempotency-mismatch': 'Khoá chống lặp đã dùng cho yêu cầu khác.',
  gone: 'Không còn nữa.',
  'too-large': 'Dữ liệu gửi quá lớn.',
  'unsupported-media': 'Kiểu nội dung không được nhận.',
  'wrong-host': 'Tên máy chủ không đúng.',
  'below-floor': 'Số lượng quá ít để hiển thị.',
  'not-publishable': 'Chưa thể công bố.',
  'version-unsupported': 'Phiên bản không còn được hỗ trợ.',
  'precondition-required': 'Cần gửi kèm số hiệu bản đang sửa.',
  'rate-limited': 'Gửi quá nhanh. Hãy thử lại sau.',
  internal: 'Có lỗi trong hệ thống.',
  'plugin-failed': 'Phân hệ gặp lỗi.',
  'not-ready': 'Hệ thống chưa sẵn sàng.',
  'plugin-unavailable': 'Phân hệ đang tạm dừng.',
  'timed-out': 'Quá thời gian chờ.',
};

const en: Texts = {
  'bad-request': 'The request is not valid.',
  'validation-failed': 'The data are not valid.',
  'unknown-dataset': 'There is no such dataset or indicator.',
  'unknown-field': 'There is no such field.',
  'bad-formula': 'The formula is not valid.',
  'unit-version-missing': 'The code of the administrative unit has no version (code@date).',
  'unknown-unit': 'There is no such administrative unit.',
  'bad-file': 'The file cannot be read.',
  'not-signed-in': 'You are not signed in.',
  'token-missing': 'The access token is missing.',
  'token-expired': 'The access token has expired.',
  'token-rejected': 'The access token is not accepted.',
  forbidden: 'You may not do this.',
  'origin-not-allowed': 'The calling page is not allowed.',
  'grant-revoked': 'The embedding grant was revoked.',
  'needs-approval': 'This needs approval.',
  'not-found': 'Not found.',
  'method-not-allowed': 'The method is not used at this address.',
  'stale-revision': 'Somebody changed it before you. Load the new version.',
  'transition-refused': 'This step is not allowed now.',
  'already-exists': 'It exists already.',
  'idempotency-mismatch': 'The idempotency key was used for another request.',
  gone: 'It is gone.',
  'too-large': 'The data sent are too large.',
  'unsupported-media': 'This type of content is not accepted.',
  'wrong-host': 'The host name is wrong.',
  'below-floor': 'Too few to show.',
  'not-publishable': 'It cannot be published yet.',
  'version-unsupported': 'The version is no longer supported.',
  'precondition-required': 'Send the revision that you are editing.',
  'rate-limited': 'Too many requests. Try again later.',
  internal: 'Something went wrong in the system.',
  'plugin-failed': 'The plugin failed.',
  'not-ready': 'The system is not ready.',
  'plugin-unavailable': 'The plugin is suspended.',
  'timed-out': 'It took too long.',
};

/** The table's text of an error for people; `details.reason`, a text or texts by language, is added when there is one. */
export function errorText(code: ErrorCode, language: string, details: ErrorDetails = {}): string {
  const text = (language === 'en' ? en : vi)[code];
  const reason = details.reason;
  if (typeof reason === 'string') return `${text} ${reason}`;
  if (reason && typeof reason === 'object') {
    const said: unknown = Reflect.get(reason, language) ?? Reflect.get(reason, 'vi');
    if (typeof said === 'string') return `${text} ${said}`;
  }
  return text;
}
