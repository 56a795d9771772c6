// Prints the table of number_format_java.inc: java JavaNumbers.java > number_format_java.inc
// Each number as its bits, Double.toString, and DecimalFormat (half-even, as SystemDS's toString uses it) with 0, 1, 2, 3,
// 5, 10 and up to 3 decimals. Made with OpenJDK 17.0.15.
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.*;

public class JavaNumbers {
  static String fixed(double v, int decimals) {
    if (v == 0) v = 0.0;
    if (Double.isNaN(v) || Double.isInfinite(v)) return Double.toString(v);
    DecimalFormat format = (DecimalFormat) NumberFormat.getInstance(Locale.ROOT);
    format.setGroupingUsed(false);
    if (decimals >= 0) {
      format.setMinimumFractionDigits(decimals);
      format.setMaximumFractionDigits(decimals);
    }
    return format.format(v);
  }

  public static void main(String[] arguments) {
    double[] special = {0, -0.0, 1, -1, 0.0005, -0.0004, -0.0006, 2.5, 3.5, 0.5, 1.5, -0.5, -2.5, 1e16, 1e15, 1e21, 1e22,
        0.00005, 0.005, 0.05, 0.0015, 0.0025, 0.1, 0.125, 0.375, 0.0625, 1.0005, 1.0015, 2.0005, 9.9995, 99.9995, 0.9995,
        999.9999, 9999999, 1e7, 9999999.5, 12345678.9, 0.001, 0.00099999, 9.999e-4, 1e-5, 4.9e-324, Double.MIN_NORMAL,
        Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.0 / 3, 2.0 / 3, 100, 5e-4,
        5e-10, 5.1e-4, Math.PI, 1e300, -1e300, 9007199254740993.0, 4.35, 1.005, 2.675, 1e-7, 123.4565, 1234567.8905};
    List<Double> values = new ArrayList<>();
    for (double v : special) values.add(v);
    Random random = new Random(42);
    for (int i = 0; i < 120; i++) {
      switch (i % 6) {
        case 0: values.add(Double.longBitsToDouble(random.nextLong())); break;
        case 1: values.add(random.nextGaussian()); break;
        case 2: values.add((random.nextInt(2000001) - 1000000) / 2000.0); break;
        case 3: values.add(random.nextInt(200000) / 16.0); break;
        case 4: values.add((random.nextInt(20001) - 10000) * 5 / Math.pow(10, 1 + random.nextInt(8))); break;
        default: values.add(random.nextDouble() * Math.pow(10, random.nextInt(30) - 15));
      }
    }
    int[] decimals = {0, 1, 2, 3, 5, 10, -1};
    for (double v : values) {
      StringBuilder line = new StringBuilder("{0x" + Long.toHexString(Double.doubleToRawLongBits(v)) + "u, \"" + v + "\", {");
      for (int d : decimals) line.append("\"").append(fixed(v, d)).append("\", ");
      System.out.println(line.substring(0, line.length() - 2) + "}},");
    }
  }
}
