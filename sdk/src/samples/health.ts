// Aggregates only: three datasets, four indicators, one alert, one page template.
import { defineDataset } from '../dataset.ts';
import { defineIndicator } from '../indicator.ts';
import { definePlugin } from '../plugin.ts';
import { geoPoint, schema } from '../schema.ts';

const facility = defineDataset({
  row: schema({
    required: ['facility_code', 'name', 'facility_type', 'ownership', 'commune', 'location'],
    properties: {
      facility_code: { type: 'string', format: 'code', pattern: '^[0-9]{5}$' },
      name: { type: 'string' },
      facility_type: { type: 'string', enum: ['general_hospital', 'specialised_hospital', 'health_centre', 'commune_station', 'pharmacy'] },
      ownership: { type: 'string', enum: ['public', 'private', 'armed_forces'] },
      beds_actual: { type: 'integer', minimum: 0, 'x-unit': '{bed}' },
      commune: { type: 'string', format: 'unit' },
      location: geoPoint,
    },
  }),
  key: ['facility_code'],
  geo: 'location',
  unit: 'commune',
  scope: 'all',
  open: true,
});

const facility_day = defineDataset({
  row: schema({
    required: ['facility_code', 'date', 'outpatient_visits', 'inpatients'],
    properties: {
      facility_code: { type: 'string', 'x-ref': 'facility' },
      date: { type: 'string', format: 'date' },
      outpatient_visits: { type: 'integer', minimum: 0 },
      inpatients: { type: 'integer', minimum: 0 },
      admissions: { type: 'integer', minimum: 0 },
      icu_beds_free: { type: 'integer', minimum: 0, 'x-unit': '{bed}' },
    },
  }),
  key: ['facility_code', 'date'],
  time: 'date',
  expects: { every: 'P1D', by: '08:00', after: 'P1D', grace: 'PT2H', from: 'facility_code', floor: 0.8 },
  rules: { admitted_fit: { where: { admissions: { empty: false } }, must: { admissions: { lte: { field: 'inpatients' } } } } },
});

const disease_count = defineDataset({
  row: schema({
    required: ['disease_code', 'date', 'commune', 'confirmed', 'deaths'],
    properties: {
      disease_code: { type: 'string', enum: ['A91_dengue', 'B08.4_hfmd', 'B05_measles', 'A36_diphtheria', 'other'] },
      date: { type: 'string', format: 'date' },
      commune: { type: 'string', format: 'unit' },
      suspected: { type: 'integer' },
      confirmed: { type: 'integer' },
      deaths: { type: 'integer' },
    },
  }),
  key: ['disease_code', 'date', 'commune'],
  time: 'date',
  unit: 'commune',
  scope: 'unit',
  expects: { every: 'P1D', from: 'commune' },
  rules: { deaths_fit: { must: { deaths: { lte: { field: 'confirmed' } } }, critical: true } },
  open: { floor: 5 },
});

export default definePlugin({
  datasets: { facility, facility_day, disease_count },
  indicators: {
    bed_occupancy: defineIndicator({
      formula: '100*sum(facility_day.inpatients where date=latest_date)/sum(facility.beds_actual)',
      unit: '%',
      frequency: 'day',
      direction: 'target',
      levels: { green: '70-95', amber: '60-105', red: '>105' },
    }),
    dengue_incidence: {
      formula: "100000*sum(disease_count.confirmed where disease_code='A91_dengue' and date in period)/pop",
      unit: 'per_100k',
      frequency: ['week', 'month'],
      direction: 'down',
      levels: { green: '<=p50_5y', amber: '<=mean_5y+1sd', red: '>mean_5y+2sd' },
      by: ['commune'],
    },
    disease_week_change: {
      formula: 'sum(disease_count.confirmed where date in this_week)-sum(disease_count.confirmed where date in last_week)',
      unit: 'cases',
      frequency: 'week',
      direction: 'down',
      levels: { green: '<=0', amber: '<=10' },
    },
    reporting_facilities: {
      formula:
        "100*distinct(facility_day.facility_code where date=latest_date)/count(facility where facility_type in ['general_hospital','specialised_hospital','health_centre'])",
      unit: '%',
      frequency: 'day',
      direction: 'up',
      levels: { green: '>=98', amber: '>=90' },
    },
  },
  alerts: {
    he_epidemic_threshold: {
      watch: { from: 'dengue_incidence', by: ['commune'], time: 'week' },
      when: '>mean_5y+2sd',
      priority: 'high',
      notify: ['leader', 'agency_head'],
      respond: { working: 'PT4H' },
      repeat: 'P7D',
    },
  },
  pages: {
    overview: {
      title: { vi: 'Y tế', en: 'Health' },
      level: 2,
      menu: { rank: 'a4', icon: 'heart-pulse' },
      time: 'week',
      sections: { sc_a: { rank: 'a0', layout: { kind: 'flow' } } },
      widgets: {
        w_beds: {
          use: 'core/value',
          v: 1,
          in: 'sc_a',
          rank: 'a0',
          span: { w: 6, h: 5 },
          bind: { main: { from: 'bed_occupancy', compare: ['same-period-last-year'] } },
        },
        w_map: {
          use: 'core/areas',
          v: 1,
          in: 'sc_a',
          rank: 'a1',
          span: { w: 12, h: 14 },
          bind: {
            main: { from: 'dengue_incidence', by: [{ field: 'commune', grain: 'ward' }], time: { var: 'time' }, boundaries: 'current' },
          },
          classification: 'internal',
        },
        w_late: {
          use: 'core/text',
          v: 1,
          in: 'sc_a',
          rank: 'a2',
          show: { port: 'main', is: '<90' },
          bind: { main: { from: 'reporting_facilities' } },
        },
      },
    },
  },
  messages: {
    vi: {
      title: 'Y tế',
      bed_occupancy: 'Công suất giường bệnh',
      dengue_incidence: 'Mắc sốt xuất huyết/100.000 dân',
      disease_week_change: 'Biến động ca bệnh so tuần trước',
      reporting_facilities: 'Tỷ lệ cơ sở báo cáo đủ ngày',
      he_epidemic_threshold: 'Vượt ngưỡng dịch',
      facility: 'Cơ sở y tế',
      'facility.facility_code': 'Mã cơ sở',
      'facility.name': 'Tên',
      'facility.facility_type': 'Loại hình',
      'facility.ownership': 'Sở hữu',
      'facility.beds_actual': 'Giường thực kê',
      'facility.commune': 'Xã, phường',
      'facility.location': 'Vị trí',
      facility_day: 'Hoạt động trong ngày',
      'facility_day.facility_code': 'Cơ sở',
      'facility_day.date': 'Ngày',
      'facility_day.outpatient_visits': 'Lượt khám',
      'facility_day.inpatients': 'Đang điều trị nội trú',
      'facility_day.admissions': 'Nhập viện',
      'facility_day.icu_beds_free': 'Giường ICU trống',
      disease_count: 'Ca bệnh truyền nhiễm',
      'disease_count.disease_code': 'Bệnh',
      'disease_count.date': 'Ngày',
      'disease_count.commune': 'Xã, phường',
      'disease_count.suspected': 'Ca nghi ngờ',
      'disease_count.confirmed': 'Ca xác định',
      'disease_count.deaths': 'Tử vong',
    },
  },
});
