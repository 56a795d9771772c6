grammar Dml;
program : EOF ;
