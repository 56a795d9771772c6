// The language DML. Every decision below needs one token of lookahead, save the dangling else, which takes the nearest
// if; so SLL prediction is exact, and nothing is ever predicted twice.
//
// Three things happen between lexer and parser (compiler/parse/token_filter.cpp):
// - an opening bracket that starts a multi-assignment becomes a StatementBracket: in "x = a [b, c] = f(y)" two
//   statements meet without a separator, and only the "=" after the closing bracket tells;
// - semicolons that separate nothing are dropped: repeated ones, after braces, and after the ")" of a call, where DML
//   allows them even inside an expression;
// - Stray characters are dropped with a warning, Broken* tokens are errors.
//
// Expressions are flat lists of operators and operands: compiler/parse applies the precedence (compiler/ast/
// precedence.h) with an explicit stack, so that chains of any length cost no stack here.
grammar Dml;

tokens { StatementBracket }

script : statement* EOF ;

statement
  : importing
  | workingFolder
  | named
  | multiAssignment
  | ifStatement
  | forStatement
  | whileStatement
  ;

importing : Source OpenParen String CloseParen As Identifier Semicolon? ;
workingFolder : SetWorkingFolder OpenParen String CloseParen Semicolon? ;

// A call, an assignment, or a function.
named : Identifier (arguments | subscripts? (Assign value | Accumulate expression)) Semicolon? ;
value : expression | function | externalFunction ;

multiAssignment
  : StatementBracket target (Comma target)* CloseBracket Assign Identifier arguments Semicolon? ;
target : Identifier subscripts? ;

ifStatement : If OpenParen expression CloseParen body (Else body)? ;
forStatement : (For | ParFor) OpenParen Identifier In range (Comma option)* CloseParen body ;
whileStatement : While OpenParen expression CloseParen body ;
body : statement | block ;
block : OpenBrace statement* CloseBrace ;
// Without a colon it must be a call of seq.
range : expression (Colon expression)? ;
option : Identifier Assign expression ;

function : Function OpenParen parameters? CloseParen (Return OpenParen parameters? CloseParen)? block ;
externalFunction
  : ExternalFunction OpenParen parameters? CloseParen (Return OpenParen parameters? CloseParen)?
    Implemented In arguments ;
parameters : parameter (Comma parameter)* ;
parameter : typeName Identifier (Assign expression)? ;
typeName : ValueType | Identifier OpenBracket ValueType CloseBracket ;

expression : (Minus | Plus | Not)* operand (infix (Minus | Plus | Not)* operand)* ;
infix : Power | Product | Remainder | Times | Plus | Minus | Compare | And | Or ;
operand
  : OpenParen expression CloseParen
  | Identifier (arguments | subscripts)?
  | OpenBracket expression (Comma expression)* CloseBracket
  | IfDefined OpenParen CommandLine Comma expression CloseParen
  | CommandLine
  | True
  | False
  | Integer
  | Real
  | String
  ;
arguments : OpenParen (argument (Comma argument)*)? CloseParen ;
// Before "=" stands a plain name.
argument : expression (Assign expression)? ;
subscripts : OpenBracket subscript (Comma subscript)? CloseBracket ;
subscript : (expression (Colon expression)?)? ;

Source : 'source' ;
As : 'as' ;
SetWorkingFolder : 'setwd' ;
IfDefined : 'ifdef' ;
If : 'if' ;
Else : 'else' ;
For : 'for' ;
ParFor : 'parfor' ;
While : 'while' ;
In : 'in' ;
Function : 'function' ;
ExternalFunction : 'externalFunction' ;
Return : 'return' ;
Implemented : 'implemented' ;
True : 'TRUE' ;
False : 'FALSE' ;
ValueType
  : 'int' | 'integer' | 'string' | 'boolean' | 'double' | 'unknown'
  | 'Int' | 'Integer' | 'String' | 'Boolean' | 'Double' | 'Unknown'
  ;

OpenParen : '(' ;
CloseParen : ')' ;
OpenBracket : '[' ;
CloseBracket : ']' ;
OpenBrace : '{' ;
CloseBrace : '}' ;
Comma : ',' ;
Semicolon : ';' ;
Colon : ':' ;
Assign : '=' | '<-' ;
Accumulate : '+=' ;
Power : '^' ;
Product : '%*%' ;
Remainder : '%/%' | '%%' ;
Times : '*' | '/' ;
Plus : '+' ;
Minus : '-' ;
Compare : '>' | '>=' | '<' | '<=' | '==' | '!=' ;
Not : '!' ;
And : '&' | '&&' ;
Or : '|' | '||' ;

// The dotted names are a closed set.
Identifier
  : (NAME '::')? NAME
  | 'as.' ('scalar' | 'matrix' | 'frame' | 'list' | 'double' | 'integer' | 'logical' | 'boolean')
  | 'index.return' | 'empty.return'
  | 'lower.tail' | 'lower.tri' | 'upper.tri'
  | 'is.' ('na' | 'nan' | 'infinite')
  ;
CommandLine : '$' (NAME | DIGIT+) ;
// The suffix L is read here and refused later.
Integer : DIGIT+ [lL]? ;
Real : (DIGIT+ '.' DIGIT* EXPONENT? | DIGIT+ EXPONENT | '.' DIGIT+ EXPONENT?) [lL]? ;
String : '"' (ESCAPE | ~["\\])* '"' | '\'' (ESCAPE | ~['\\])* '\'' ;

Comment : ('#' ~[\r\n]* | '/*' .*? '*/') -> skip ;
Blank : [ \t\r\n]+ -> skip ;

// A string that is not closed or holds a wrong escape ends where it goes wrong; a comment that is not closed.
BrokenString : '"' (ESCAPE | ~["\\])* | '\'' (ESCAPE | ~['\\])* ;
BrokenComment : '/*' ;
Stray : . ;

fragment NAME : LETTER (LETTER | DIGIT | '_')* ;
fragment LETTER : [a-zA-Z] ;
fragment DIGIT : [0-9] ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment ESCAPE : '\\' [btnfr"'\\] ;
