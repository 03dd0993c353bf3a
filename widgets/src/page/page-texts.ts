import { type TextValues, translate } from '@haidang/sdk/client';

const vi = {
  'missing.title': 'Chưa cài tiện ích {name}',
  'missing.why': 'Cấu hình của ô này được giữ nguyên và sẽ hiện lại khi cài phân hệ có tiện ích.',
  'source.title': 'Chưa cài phân hệ {name}',
  'source.why': 'Cấu hình của ô này được giữ nguyên và sẽ hiện lại khi cài phân hệ có số liệu.',
  'missing.template': 'Chưa có mẫu trang {name}',
  'missing.template.why': 'Các sửa đổi của trang này được giữ nguyên và sẽ hiện lại khi cài phân hệ có mẫu.',
  'newer.title': 'Tiện ích {name} cần bản mới hơn',
  'newer.why': 'Ô này được lưu ở bản {saved}, máy chủ đang có bản {installed}. Cấu hình được giữ nguyên.',
  'failed.title': 'Không nạp được tiện ích {name}',
  'failed.why': 'Các ô khác không bị ảnh hưởng.',
  'failed.retry': 'Thử lại',
  configuration: 'Xem cấu hình được giữ',
  'skipped.title': 'Trang có {n} chỗ chưa hiển thị được',
  'skipped.section': 'không có phần này trong trang',
  'skipped.layout': 'kiểu bố cục chưa có, các ô được xếp theo dòng',
  'skipped.repeat': 'chưa lặp phần theo biến, phần được vẽ một lần',
  'skipped.link': 'liên kết kiểu này chưa dùng được',
  'broken.title': 'Trang này chưa hiển thị được',
  'broken.why': 'Tài liệu trang có {n} chỗ sai. Các trang khác vẫn dùng bình thường.',
  'broken.path': 'Chỗ sai',
  'broken.what': 'Sai thế nào',
  'broken.whole': 'cả tài liệu',
  empty: 'Trang này chưa có tiện ích nào.',
  'section.open': 'Mở phần {title}',
};

const en: { readonly [key in keyof typeof vi]: string } = {
  'missing.title': 'Widget {name} is not installed',
  'missing.why': 'The configuration is kept as it is and shows again once the plugin of the widget is installed.',
  'source.title': 'Plugin {name} is not installed',
  'source.why': 'The configuration is kept as it is and shows again once the plugin that has the data is installed.',
  'missing.template': 'The page template {name} is not there',
  'missing.template.why': 'The changes of this page are kept and show again once the plugin of the template is installed.',
  'newer.title': 'Widget {name} needs a newer edition',
  'newer.why': 'This place was saved at edition {saved}, the server has {installed}. The configuration is kept.',
  'failed.title': 'Widget {name} could not be loaded',
  'failed.why': 'The others are not affected.',
  'failed.retry': 'Try again',
  configuration: 'Show the kept configuration',
  'skipped.title': '{n} places of this page cannot be shown yet',
  'skipped.section': 'the page has no such section',
  'skipped.layout': 'this layout is not known, the widgets flow',
  'skipped.repeat': 'sections do not repeat yet, it is drawn once',
  'skipped.link': 'links of this kind do nothing yet',
  'broken.title': 'This page cannot be shown',
  'broken.why': 'The page document is wrong in {n} places. The other pages work as usual.',
  'broken.path': 'Place',
  'broken.what': 'What is wrong',
  'broken.whole': 'the whole document',
  empty: 'This page has no widgets yet.',
  'section.open': 'Open the section {title}',
};

/** Words of the page view in the reader's language. */
export function say(key: keyof typeof vi, locale: string, values: TextValues = {}): string {
  return translate({ texts: { vi, en }, key, locale, values });
}
