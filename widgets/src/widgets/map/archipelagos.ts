import type { GeoPosition, L10n } from '@haidang/sdk';

/** An archipelago of Việt Nam with some of its features; positions are approximate, to about a kilometre. */
export interface Archipelago {
  readonly id: 'hoang-sa' | 'truong-sa';
  readonly name: L10n;
  /** What it belongs to. */
  readonly of: L10n;
  readonly features: readonly { readonly name: string; readonly at: GeoPosition }[];
}

/** Where the standing of the archipelagos is written down. */
export const archipelagoLaw: L10n = {
  vi: 'Quần đảo Hoàng Sa, Trường Sa: Luật Biển Việt Nam 18/2012/QH13, Điều 1; tên đơn vị: Quyết định 19/2025/QĐ-TTg. Vị trí các đảo là gần đúng.',
  en: 'Hoàng Sa and Trường Sa archipelagos: Law of the Sea of Việt Nam 18/2012/QH13, article 1; names of units: Decision 19/2025/QĐ-TTg. Positions of islands are approximate.',
};

/** Every map that reaches beyond a province shows them. */
export const archipelagos: readonly Archipelago[] = [
  {
    id: 'hoang-sa',
    name: { vi: 'Quần đảo Hoàng Sa', en: 'Hoàng Sa Archipelago' },
    of: { vi: 'đặc khu Hoàng Sa, thành phố Đà Nẵng', en: 'Hoàng Sa Special Zone, Đà Nẵng City' },
    features: [
      { name: 'Đảo Hoàng Sa', at: [111.61, 16.53] },
      { name: 'Đảo Phú Lâm', at: [112.34, 16.83] },
      { name: 'Đảo Tri Tôn', at: [111.2, 15.78] },
      { name: 'Đảo Linh Côn', at: [112.73, 16.67] },
      { name: 'Đảo Quang Ảnh', at: [111.51, 16.45] },
      { name: 'Đảo Hữu Nhật', at: [111.59, 16.5] },
      { name: 'Đảo Quang Hòa', at: [111.71, 16.45] },
      { name: 'Đảo Duy Mộng', at: [111.74, 16.46] },
      { name: 'Đảo Cây', at: [112.27, 16.98] },
      { name: 'Đá Bông Bay', at: [112.5, 16.03] },
      { name: 'Đá Bắc', at: [111.5, 17.09] },
    ],
  },
  {
    id: 'truong-sa',
    name: { vi: 'Quần đảo Trường Sa', en: 'Trường Sa Archipelago' },
    of: { vi: 'đặc khu Trường Sa, tỉnh Khánh Hòa', en: 'Trường Sa Special Zone, Khánh Hòa Province' },
    features: [
      { name: 'Đảo Trường Sa', at: [111.92, 8.65] },
      { name: 'Đảo Song Tử Tây', at: [114.33, 11.43] },
      { name: 'Đảo Song Tử Đông', at: [114.36, 11.45] },
      { name: 'Đảo Thị Tứ', at: [114.28, 11.05] },
      { name: 'Đảo Bến Lạc', at: [115.02, 11.08] },
      { name: 'Đảo Loại Ta', at: [114.42, 10.67] },
      { name: 'Đảo Ba Bình', at: [114.37, 10.38] },
      { name: 'Đảo Sơn Ca', at: [114.48, 10.38] },
      { name: 'Đảo Nam Yết', at: [114.37, 10.18] },
      { name: 'Đảo Sinh Tồn', at: [114.33, 9.89] },
      { name: 'Đảo Sinh Tồn Đông', at: [114.57, 9.9] },
      { name: 'Đảo Bình Nguyên', at: [115.82, 10.82] },
      { name: 'Đảo Vĩnh Viễn', at: [115.81, 10.73] },
      { name: 'Đảo Phan Vinh', at: [113.69, 8.97] },
      { name: 'Đá Tốc Tan', at: [113.98, 8.81] },
      { name: 'Đảo Trường Sa Đông', at: [112.35, 8.93] },
      { name: 'Đá Tây', at: [112.23, 8.86] },
      { name: 'Đảo An Bang', at: [112.92, 7.89] },
    ],
  },
];
