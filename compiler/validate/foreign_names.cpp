#include "compiler/validate/foreign_names.h"

#include <algorithm>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

struct Foreign {
  std::string_view name;
  std::string_view advice;
};

constexpr Foreign kOfR[] = {
    {"all.equal", "compare with abs(a - b) < tolerance"},
    {"apply", "rowSums, colMaxs and the like work on rows and columns"},
    {"array", "matrix(data, rows=r, cols=c) makes a matrix"},
    {"as.numeric", "it is as.double"},
    {"c", "matrix(\"1 2 3\", rows=3, cols=1) makes a column, list(1, 2, 3) a list"},
    {"cat", "print(\"a=\" + a) prints text and values"},
    {"colnames", "matrices have no names"},
    {"crossprod", "write t(X) %*% Y"},
    {"data.frame", "read(file, data_type=\"frame\") makes a frame"},
    {"is.na", "it is isNA"},
    {"is.nan", "it is isNaN"},
    {"lapply", "write a loop: for (i in 1:length(L))"},
    {"numeric", "matrix(0, rows=n, cols=1) makes a column"},
    {"paste", "+ joins strings"},
    {"paste0", "+ joins strings"},
    {"printf", "print(\"%5.2f\", x) takes a format"},
    {"rep", "matrix(value, rows=n, cols=1) repeats a number"},
    {"rnorm", "write rand(rows=n, cols=1, pdf=\"normal\")"},
    {"runif", "write rand(rows=n, cols=1)"},
    {"sapply", "write a loop: for (i in 1:length(L))"},
    {"set.seed", "give seed= to rand and sample, or --seed to the run"},
    {"vector", "matrix(0, rows=n, cols=1) makes a column"},
    {"which", "write removeEmpty(target=seq(1, nrow(v)), margin=\"rows\", select=v)"},
    {"which.max", "it is rowIndexMax"},
    {"which.min", "it is rowIndexMin"},
};

// SystemDS 3.4 has these as DML scripts.
constexpr std::string_view kScriptsOfSystemds[] = {
    "WoE", "WoEApply", "abstain", "adasyn", "als", "alsCG", "alsDS", "alsPredict", "alsTopkPredict", "ampute",
    "apply_pipeline", "arima", "auc", "autoencoder_2layer", "bandit", "bivar", "components", "confusionMatrix",
    "cooccurrenceMatrix", "cor", "correctTypos", "correctTyposApply", "cox", "cspline", "csplineCG", "csplineDS",
    "cvlm", "dbscan", "dbscanApply", "decisionTree", "decisionTreePredict", "dedup", "deepWalk", "denialConstraints",
    "differenceStatistics", "discoverFD", "dist", "dmv", "ema", "executePipeline", "f1Score", "fdr", "ffPredict",
    "ffTrain", "fit_pipeline", "fixInvalidLengths", "fixInvalidLengthsApply", "flattenQuantile", "frameSort",
    "frequencyEncode", "frequencyEncodeApply", "garch", "gaussianClassifier", "getAccuracy", "glm", "glmPredict",
    "glove", "gmm", "gmmPredict", "gnmf", "gridSearch", "hospitalResidencyMatch", "hyperband", "img_brightness",
    "img_brightness_linearized", "img_crop", "img_crop_linearized", "img_cutout", "img_cutout_linearized",
    "img_invert", "img_invert_linearized", "img_mirror", "img_mirror_linearized", "img_posterize",
    "img_posterize_linearized", "img_rotate", "img_rotate_linearized", "img_sample_pairing",
    "img_sample_pairing_linearized", "img_shear", "img_shear_linearized", "img_transform", "img_transform_linearized",
    "img_translate", "img_translate_linearized", "impurityMeasures", "imputeByFD", "imputeByFDApply", "imputeByKNN",
    "imputeByMean", "imputeByMeanApply", "imputeByMedian", "imputeByMedianApply", "imputeByMode", "imputeByModeApply",
    "incSliceLine", "independentSubnetTrain", "intersect", "km", "kmeans", "kmeansPredict", "knn", "knnGraph",
    "knnbf", "l2svm", "l2svmPredict", "lasso", "lenetPredict", "lenetTrain", "lm", "lmCG", "lmDS", "lmPredict",
    "lmPredictStats", "logSumExp", "mae", "mape", "matrixProfile", "mcc", "mdedup", "mice", "miceApply", "mse",
    "msmape", "msvm", "msvmPredict", "multiLogReg", "multiLogRegPredict", "na_locf", "naiveBayes",
    "naiveBayesPredict", "normalize", "normalizeApply", "nrmse", "outlier", "outlierByArima", "outlierByIQR",
    "outlierByIQRApply", "outlierBySd", "outlierBySdApply", "pageRank", "pca", "pcaInverse", "pcaTransform", "pnmf",
    "ppca", "psnr", "quantizeByCluster", "raGroupby", "raJoin", "raSelection", "randomForest", "randomForestPredict",
    "rmse", "scale", "scaleApply", "scaleMinMax", "scaleRobust", "scaleRobustApply", "selectByVarThresh", "ses",
    "setdiff", "shapExplainer", "sherlock", "sherlockPredict", "shortestPath", "sigmoid", "skewness", "sliceLine",
    "sliceLineDebug", "sliceLineExtract", "slicefinder", "smape", "smote", "softmax", "split", "splitBalanced",
    "sqrtMatrix", "stableMarriage", "statsNA", "steplm", "stratstats", "symmetricDifference", "tSNE", "toOneHot",
    "tomeklink", "topk_cleaning", "underSampling", "union", "univar", "vectorToCsv", "wer", "winsorize",
    "winsorizeApply", "xdummy1", "xdummy2", "xgboost", "xgboostPredictClassification", "xgboostPredictRegression",
};

}  // namespace

std::string advice_on_function(std::string_view name) {
  const auto* const foreign = std::find_if(std::begin(kOfR), std::end(kOfR), [&](const Foreign& each) { return each.name == name; });
  if (foreign != std::end(kOfR)) return cat("; ", foreign->advice);
  const auto* const end = std::end(kScriptsOfSystemds);
  if (std::find(std::begin(kScriptsOfSystemds), end, name) == end) return {};
  return "; SystemDS has it as a script, Lineal does not yet: load that script with source()";
}

}  // namespace lineal
