package io.modelwatch.redaction.china;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.util.List;

/**
 * Postal addresses in Chinese text around a house number: a road right before it, districts before that, building,
 * floor and room behind. Where no word ends the sentence before, the start is a guess of at most four characters.
 */
final class AddressRecogniser implements Recogniser {

    private static final int BEFORE = 40;
    private static final int UNITS = 8;
    private static final String ROAD_ENDS = "路街道巷弄村里胡同庄园区镇乡苑大厦";
    private static final String DISTRICT_ENDS = "省市区县旗州盟镇乡";
    private static final String NUMBER_ENDS = "号弄";
    private static final String UNIT_ENDS = "号弄室栋幢座楼层单元门户房期";
    private static final String STOPS = "在于到至是为住从去往位址：，。、；！？,;!?的和与及给寄送家：: \n\t\"“”（）()";
    private static final List<String> PROVINCES = List.of(
            "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
            "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门");

    @Override
    public void scan(Subject subject, Candidates candidates) {
        if (!candidates.wants(EntityType.CN_ADDRESS)) {
            return;
        }
        int scanned = 0;
        for (int i = 0; i < subject.numbers().size(); i++) {
            int number = subject.numbers().get(i);
            if (number >= scanned && number > 0 && ROAD_ENDS.indexOf(subject.at(number - 1)) >= 0) {
                int end = unitsEnd(subject, number);
                if (end > 0) {
                    address(subject, candidates, Math.max(scanned, number - BEFORE), number, end);
                    scanned = end;
                }
            }
        }
    }

    /** The end of numbers with their units; the first must be a house number. */
    private static int unitsEnd(Subject subject, int number) {
        int end = -1;
        int i = number;
        for (int unit = 0; unit < UNITS; unit++) {
            int from = i;
            while (i - from < 6 && (Chars.isAlphanumeric(subject.at(i)) || (i > from && subject.at(i) == '-'))) {
                i++;
            }
            if (i == from && "甲乙丙丁东西南北".indexOf(subject.at(i)) >= 0) {
                i++;
            }
            String ends = unit == 0 ? NUMBER_ENDS : UNIT_ENDS;
            boolean unitFollows = i > from && ends.indexOf(subject.at(i)) >= 0;
            if (!unitFollows) {
                boolean room = unit > 0
                        && i - from >= 2
                        && Chars.isDigit(subject.at(from))
                        && !Chars.isAlphanumeric(subject.at(i));
                return room ? i : end;
            }
            i += subject.startsWith("单元", i) || subject.startsWith("号楼", i) || subject.startsWith("号院", i) ? 2 : 1;
            end = i;
        }
        return end;
    }

    private static void address(Subject subject, Candidates candidates, int limit, int number, int end) {
        int from = number;
        int district = -1;
        while (from > limit && isName(subject.at(from - 1))) {
            from--;
        }
        int start = -1;
        for (int i = from; i < number && start < 0; i++) {
            start = startsWithProvince(subject, i) ? i : -1;
        }
        boolean province = start >= 0;
        for (int i = Math.max(from, start); i < number - 2; i++) {
            if (DISTRICT_ENDS.indexOf(subject.at(i)) >= 0) {
                district = district < 0 ? i : district;
            }
        }
        if (start < 0) {
            start = begin(subject, from, district >= 0 ? district : number - 1);
        }
        if (start < 0 || number - start < 3) {
            return;
        }
        double alone = province && district >= 0 ? 0.9 : district >= 0 || province ? 0.75 : 0.4;
        candidates.add(EntityType.CN_ADDRESS, start, end, alone, Math.max(alone, 0.85));
    }

    /** At most four characters before the first ending, and none that ends another word. */
    private static int begin(Subject subject, int from, int ending) {
        int start = ending;
        while (start > from && ending - start < 4 && STOPS.indexOf(subject.at(start - 1)) < 0) {
            start--;
        }
        return ending - start >= 1 ? start : -1;
    }

    private static boolean startsWithProvince(Subject subject, int at) {
        for (String province : PROVINCES) {
            if (subject.at(at) == province.charAt(0) && subject.startsWith(province, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(char c) {
        return (Chars.isHan(c) && c != '于' && c != '在') || Chars.isDigit(c);
    }
}
