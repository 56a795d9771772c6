// Known answers for rand() and sample(), from an implementation of its own on java.util.Random and Commons Math.
//
//   javac -cp commons-math3-3.4.1.jar RandomAnswers.java
//   java -cp .:commons-math3-3.4.1.jar RandomAnswers > tests/unit/random/random_answers.inc
//
// With SystemDS's jars on the class path and "systemds" as argument the same lines come from SystemDS itself; the two
// outputs must be equal.
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.Well1024a;

public class RandomAnswers {
  static final int BLOCK = 1000;

  record Case(String pdf, int rows, int cols, double min, double max, double sparsity, double lambda, long seed) {}

  static final Case[] CASES = {
    // one block
    uniform(3, 2, 0, 1, 1, 42), uniform(1, 1, 0, 1, 1, 1), uniform(1, 1, 0, 1, 1, 0), uniform(7, 5, -3, 7, 1, -12345),
    uniform(10, 10, 2.5, -1.25, 1, 4611686018427387905L), uniform(4, 4, 0, 1, 1, Long.MIN_VALUE),
    uniform(1000, 1000, 0, 1, 1, 9),
    // several blocks
    uniform(1, 2500, 0, 1, 1, 5), uniform(2500, 1, 0, 1, 1, 5), uniform(1500, 1200, -1, 1, 1, 13),
    uniform(1001, 2, 0, 1, 1, 6), uniform(999, 1001, -3, 7, 1, 7), uniform(2000, 2000, 0, 1e6, 1, 8),
    // cells selected one by one, or by gaps
    uniform(5, 5, 0, 1, 0.6, 3), uniform(6, 6, 0, 1, 0.2, 3), uniform(100, 100, 0, 1, 0.05, 9),
    uniform(2500, 10, 0, 1, 0.1, 14), uniform(1500, 1300, -2, 2, 0.01, 15), uniform(1200, 1001, 0, 1, 0.3, 16),
    uniform(700, 600, 0, 1, 0.4, 17), uniform(700, 600, 0, 1, 0.39, 18), uniform(1333, 1333, 0, 1, 0.4, 19),
    uniform(50, 3, 0, 1, 0.1, 20), uniform(2000, 2, 0, 1, 0.2, 21), uniform(1500, 1, 0, 1, 0.1, 22),
    uniform(3, 3000, 0, 1, 0.001, 23), uniform(1001, 1001, 0, 1, 0.2, 24), uniform(1002, 1003, 5, 5, 0.2, 25),
    uniform(30, 30, 0, 1, 0.999, 26), uniform(3000, 2000, 1, 2, 1e-6, 27), uniform(8, 8, -1, -1, 0.5, 28),
    // normal
    normal(3, 2, 1, 42), normal(1, 1, 1, 7), normal(1001, 2, 1, 15), normal(1, 2001, 1, 16), normal(1100, 900, 1, 17),
    normal(100, 100, 0.1, 18), normal(100, 100, 0.7, 19), normal(1500, 1500, 0.02, 20), normal(1300, 3, 0.5, 21),
    // poisson: by multiplication below 40, by rejection above
    poisson(4, 3, 3, 1, 11), poisson(2, 3, 50, 1, 5), poisson(100, 100, 0.01, 1, 1), poisson(200, 100, 39.999, 1, 2),
    poisson(200, 100, 40, 1, 3), poisson(200, 100, 57.75, 1, 4), poisson(100, 100, 1000, 1, 5),
    poisson(50, 50, 12345.5, 1, 6), poisson(1100, 20, 2.5, 0.3, 7), poisson(1100, 20, 80.25, 0.9, 8),
    poisson(1, 1001, 1, 1, 9),
  };

  static Case uniform(int rows, int cols, double min, double max, double sparsity, long seed) {
    return new Case("uniform", rows, cols, min, max, sparsity, 1, seed);
  }
  static Case normal(int rows, int cols, double sparsity, long seed) {
    return new Case("normal", rows, cols, 0, 1, sparsity, 1, seed);
  }
  static Case poisson(int rows, int cols, double lambda, double sparsity, long seed) {
    return new Case("poisson", rows, cols, 0, 1, sparsity, lambda, seed);
  }

  static DoubleSupplier values(Case c, long seed) {
    switch (c.pdf) {
      case "uniform":
        return new Random(seed)::nextDouble;
      case "normal": {
        Random random = new Random(seed);
        double[] pair = new double[2];
        int[] left = {0};
        return () -> {
          if (left[0] == 0) {
            double radius = Math.sqrt(-2 * Math.log(random.nextDouble()));
            double angle = 2 * Math.PI * random.nextDouble();
            pair[0] = radius * Math.cos(angle);
            pair[1] = radius * Math.sin(angle);
            left[0] = 2;
          }
          return pair[2 - left[0]--];
        };
      }
      default: {
        Well1024a well = new Well1024a();
        well.setSeed(seed);
        PoissonDistribution law = new PoissonDistribution(well, c.lambda, 1e-12, 10_000_000);
        return law::sample;
      }
    }
  }

  // SystemDS's estimates of memory: of rows of its own sparse format against an array.
  static boolean sparse(double rows, double cols, double sparsity) {
    long count = (long) (sparsity * rows * cols);
    double share = count / rows / cols;
    if (cols <= 1 || share >= 0.4) return false;
    if (share == 0) return true;
    double set = Math.ceil(share * rows * cols);
    double used = Math.min(rows, set);
    long perRow = (long) (88 + 12 * Math.max(4, set / used));
    return 48 + 8 * rows + used * perRow < 96 + 8 * rows * cols;
  }

  static double[][] generate(Case c) {
    double[][] out = new double[c.rows][c.cols];
    Random random = new Random(c.seed);
    int[] state = new int[32];
    for (int i = 0; i < 32; i++) state[i] = random.nextInt();
    Well1024a seeds = new Well1024a(state);
    boolean isUniform = c.pdf.equals("uniform");
    double min = isUniform ? c.min : 0, range = isUniform ? c.max - c.min : 1;
    for (int top = 0; top < c.rows; top += BLOCK) {
      for (int left = 0; left < c.cols; left += BLOCK) {
        int height = Math.min(BLOCK, c.rows - top), width = Math.min(BLOCK, c.cols - left);
        DoubleSupplier value = values(c, seeds.nextLong());
        Random position = new Random((long) (value.getAsDouble() * Long.MAX_VALUE));
        if (c.sparsity < 1 && sparse(height, width, c.sparsity)) {
          for (long at = 0;;) {
            at += (long) Math.ceil(Math.log(position.nextDouble()) / Math.log(1 - c.sparsity));
            if (at > (long) height * width) break;
            out[top + (int) ((at - 1) / width)][left + (int) ((at - 1) % width)] = min + range * value.getAsDouble();
          }
          continue;
        }
        for (int i = 0; i < height; i++)
          for (int j = 0; j < width; j++)
            if (c.sparsity == 1 || position.nextDouble() <= c.sparsity)
              out[top + i][left + j] = min + range * value.getAsDouble();
      }
    }
    return out;
  }

  static double[][] generateBySystemds(Case c) throws Exception {
    Class<?> lib = Class.forName("org.apache.sysds.runtime.matrix.data.LibMatrixDatagen");
    Class<?> block = Class.forName("org.apache.sysds.runtime.matrix.data.MatrixBlock");
    Class<?> maker = Class.forName("org.apache.sysds.runtime.matrix.data.RandomMatrixGenerator");
    Object generator = lib.getMethod("createRandomMatrixGenerator", String.class, int.class, int.class, int.class,
        double.class, double.class, double.class, String.class)
        .invoke(null, c.pdf, c.rows, c.cols, BLOCK, c.sparsity, c.min, c.max, Double.toString(c.lambda));
    Object result = block.getMethod("randOperations", maker, long.class, int.class).invoke(null, generator, c.seed, 4);
    double[][] out = new double[c.rows][c.cols];
    var get = block.getMethod("get", int.class, int.class);
    for (int i = 0; i < c.rows; i++)
      for (int j = 0; j < c.cols; j++) out[i][j] = (double) get.invoke(result, i, j);
    return out;
  }

  static long hash(double[]... rows) {
    long h = 0xcbf29ce484222325L;
    for (double[] row : rows)
      for (double cell : row) {
        h = (h ^ Double.doubleToRawLongBits(cell + 0.0)) * 0x100000001b3L;
        h ^= h >>> 32;
      }
    return h;
  }

  // range, size, replace, seed
  static final long[][] SAMPLES = {{10, 5, 0, 42}, {10, 10, 0, 7}, {5, 8, 1, 3}, {100, 6, 0, 9}, {1, 1, 0, 1},
      {1, 3, 1, 1}, {100000, 1000, 0, -77}, {1024, 512, 1, 5}, {3000000000L, 1000, 1, 6}, {64, 64, 0, 8},
      {4611686018427387904L + 12345, 200, 1, 10}, {2000, 1999, 0, 12}, {5, 0, 0, 1}};

  static double[] sample(long range, int size, boolean replace, long seed) {
    Random random = new Random(seed);
    double[] out = new double[size];
    if (replace) {
      for (int i = 0; i < size; i++) {
        long bits, value;
        do {
          bits = random.nextLong() & Long.MAX_VALUE;
          value = bits % range;
        } while (bits - value + (range - 1) < 0);
        out[i] = 1 + value;
      }
      return out;
    }
    for (int i = 0; i < size; i++) out[i] = i + 1;
    for (int i = size + 1; i <= range; i++)
      if (random.nextInt(i) < size) out[random.nextInt(size)] = i;
    for (int i = 0; i + 1 < size; i++) {
      int j = i + random.nextInt(size - i);
      double held = out[i];
      out[i] = out[j];
      out[j] = held;
    }
    return out;
  }

  static double[] sampleBySystemds(long range, int size, boolean replace, long seed) throws Exception {
    Class<?> block = Class.forName("org.apache.sysds.runtime.matrix.data.MatrixBlock");
    Object result = block.getMethod("sampleOperations", long.class, int.class, boolean.class, long.class)
        .invoke(null, range, size, replace, seed);
    double[] out = new double[size];
    var get = block.getMethod("get", int.class, int.class);
    for (int i = 0; i < size; i++) out[i] = (double) get.invoke(result, i, 0);
    return out;
  }

  static String number(double x) {
    return Double.toString(x);
  }
  static String number(long x) {
    return x == Long.MIN_VALUE ? "INT64_MIN" : Long.toString(x);
  }

  public static void main(String[] arguments) throws Exception {
    boolean systemds = Arrays.asList(arguments).contains("systemds");
    System.out.println("// Written by tests/oracle/random/RandomAnswers.java.");
    System.out.println("// clang-format off");
    System.out.println("// law, rows, cols, min, max, sparsity, lambda, seed, nonzeros, hash of all cells");
    System.out.println("const RandAnswer kRandAnswers[] = {");
    for (Case c : CASES) {
      double[][] m = systemds ? generateBySystemds(c) : generate(c);
      long nonzeros = 0;
      for (double[] row : m)
        for (double cell : row) nonzeros += cell != 0 ? 1 : 0;
      System.out.printf(Locale.ROOT, "    {\"%s\", %d, %d, %s, %s, %s, %s, %s, %d, 0x%016xu},%n", c.pdf, c.rows, c.cols,
          number(c.min), number(c.max), number(c.sparsity), number(c.lambda), number(c.seed), nonzeros, hash(m));
    }
    System.out.println("};");
    System.out.println("// range, size, replace, seed, hash of all cells");
    System.out.println("const SampleAnswer kSampleAnswers[] = {");
    for (long[] s : SAMPLES) {
      double[] cells = systemds ? sampleBySystemds(s[0], (int) s[1], s[2] != 0, s[3])
                                : sample(s[0], (int) s[1], s[2] != 0, s[3]);
      System.out.printf("    {%d, %d, %s, %d, 0x%016xu},%n", s[0], s[1], s[2] != 0, s[3], hash(cells));
    }
    System.out.println("};");
    System.out.println("// clang-format on");
  }
}
